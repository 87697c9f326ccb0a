"""The pulse desk: few, true numbers, and plots people would rather look at than a table."""
