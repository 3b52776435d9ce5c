{
  "targets": [{
    "target_name": "addon",
    "sources": ["addon.cc"],
    # The inner quotes are for the shell that runs the linker.
    "ldflags": ["-B'<!(weakrt print ld-dir)'", "-Xlinker", "'--weakrt-runtime=node@>=18, <25'"],
  }],
}
