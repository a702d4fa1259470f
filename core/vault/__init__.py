"""Private values behind tokens (保管库)."""
