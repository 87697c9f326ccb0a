"""“Please fix it” without a name: colleagues speak, and nothing that is kept tells which of them it was."""
