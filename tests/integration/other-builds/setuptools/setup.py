import sys
from subprocess import check_output

from setuptools import Extension, setup

ld_dir = check_output(["weakrt", "print", "ld-dir"], text=True).strip()
major, minor = sys.version_info[:2]

setup(
    name="greeting",
    version="1.0",
    ext_modules=[
        Extension(
            "greeting",
            ["greeting.c"],
            # An extension fits the version of Python that it was built for, unless it keeps to the stable ABI.
            extra_link_args=["-B" + ld_dir, "-Xlinker", f"--weakrt-runtime=python@=={major}.{minor}"],
            depends=[ld_dir, ld_dir + "/ld"],  # an upgrade of weakrt
        )
    ],
)
