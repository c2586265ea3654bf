"""How the weights that ship with Riwaya are made: on a CPU, from annotations here and texts beside the repository."""
