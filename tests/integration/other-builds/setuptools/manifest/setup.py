from subprocess import check_output

from setuptools import Extension, setup

ld_dir = check_output(["weakrt", "print", "ld-dir"], text=True).strip()

setup(
    name="greeting",
    version="1.0",
    ext_modules=[
        Extension(
            "greeting",
            ["greeting.c"],
            define_macros=[("Py_LIMITED_API", "0x03090000")],
            py_limited_api=True,
            extra_link_args=["-B" + ld_dir, "-Xlinker", "--weakrt-manifest=greeting.toml"],
            depends=["greeting.toml", ld_dir, ld_dir + "/ld"],
        )
    ],
    options={"bdist_wheel": {"py_limited_api": "cp39"}},
)
