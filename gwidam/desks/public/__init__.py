"""What customers see without an account: speak, follow, and the language of both."""
