"""The facts: what is kept, how it is kept, and the engines that read it."""
