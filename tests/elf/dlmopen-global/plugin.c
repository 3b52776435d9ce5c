//! about: in a namespace of its own nothing is made global, which would crash glibc, though the manifest asks for it
//! host: ../dlmopen/host.c
//! plugin: ../dlmopen/plugin.c
//! hosts: linked local absent
