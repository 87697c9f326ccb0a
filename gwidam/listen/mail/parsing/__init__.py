"""The grammar of mail, each piece in its own module: lenient, linear, and without any idea of Gwidam."""
