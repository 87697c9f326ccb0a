"""Solapi: text messages (SMS, LMS) and KakaoTalk notices (알림톡) in Korea, by its REST interface, version 4."""

from .reporting import SECRET_HEADER, Report, is_from, reports
from .saying import Solapi

__all__ = ["SECRET_HEADER", "Report", "Solapi", "is_from", "reports"]
