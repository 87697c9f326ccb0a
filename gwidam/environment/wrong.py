"""What is said when a setting cannot be used."""


class WrongSetting(Exception):
    """A setting cannot be used; the message is one sentence for the operator and never shows a secret."""
