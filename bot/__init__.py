"""Epilogue: a Discord bot that has read the essays and runs the poll they argue about."""
