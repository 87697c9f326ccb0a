"""A small Korean telco that does not exist, as text; and the walk of its voices through the product."""
