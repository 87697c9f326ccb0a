"""Korean: the half of the day stands before the hour."""

DATE_FORMAT = "Y년 n월 j일"
DATETIME_FORMAT = "Y년 n월 j일 A g:i"
SHORT_DATETIME_FORMAT = "n. j. A g:i"
TIME_FORMAT = "A g:i"
MONTH_DAY_FORMAT = "n월 j일"
