"""Results become Discord messages here: layouts, buttons, forms, and every length held inside Discord's limits."""
