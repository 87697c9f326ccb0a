"""Django's PostgreSQL, with a kept connection looked at before use as cheaply as one can."""
