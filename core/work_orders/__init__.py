"""Work orders of the 12345 hotline (工单): where they go, how they move, who hears of it."""
