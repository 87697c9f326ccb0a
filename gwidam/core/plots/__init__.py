"""Plots drawn on the server: data in, accessible SVG out. No script, both colour modes, printable."""
