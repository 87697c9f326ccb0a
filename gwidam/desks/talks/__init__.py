"""Live chat: the customer's window on any web site, and the page on which employees keep talks."""
