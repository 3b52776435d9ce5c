"""A Python program that evaluates other languages, and its own: host.py LIBMINICALL (TAG EXPRESSION)..."""
import ctypes
import sys

minicall = ctypes.CDLL(sys.argv[1])  # which lets go of the GIL while it is called
text = ctypes.create_string_buffer(8192)
for tag, expression in zip(sys.argv[2::2], sys.argv[3::2]):
    minicall.minicall_evaluate(tag.encode(), expression.encode(), text, ctypes.c_size_t(len(text)))
    print(f"{tag}: {text.value.decode()}", flush=True)
minicall.minicall_describe(text, ctypes.c_size_t(len(text)))
print(text.value.decode(), end="")
minicall.minicall_destroy()
