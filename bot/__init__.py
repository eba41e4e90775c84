"""Epilogue: a Discord bot that has read the essays and runs the poll they argue about."""

VERSION = "0.1.0"
