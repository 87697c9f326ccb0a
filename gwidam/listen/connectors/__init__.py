"""Services that are asked over HTTP: one folder each, which only says what is asked and what an answer means.

What takes one request is written as `base.Connector`; what may take several, because a login runs out or a list has
to be looked through first, is written as steps (`shapes`).
"""
