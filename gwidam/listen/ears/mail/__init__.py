"""Ears for mail: a mailbox that is looked into (IMAP), or mail that a server hands in (LMTP, a pipe).

Whichever it is, the raw bytes are kept first (`verbs.mails.keep_mail`), and read afterwards (`reading`).
"""
