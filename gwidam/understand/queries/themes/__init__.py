"""What people talk about, as pages and nightly work ask for it."""
