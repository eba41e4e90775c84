"""What the essays say: files of prose become passages, passages an index, and a query the right quote."""
