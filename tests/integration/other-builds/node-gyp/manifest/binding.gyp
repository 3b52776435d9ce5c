{
  "targets": [{
    "target_name": "addon",
    "sources": ["addon.cc"],
    "ldflags": [
      "-B'<!(weakrt print ld-dir)'", "-Xlinker", "--weakrt-manifest=../addon.toml",
      # node-gyp links again where the flags have changed, and knows of no other file that a link depends on. So the
      # flags hold the times of these two, as a folder of libraries that does not exist.
      "-L'$(shell stat -Lc %y ../addon.toml '<!(weakrt print ld-dir)/ld')'",
    ],
  }],
}
