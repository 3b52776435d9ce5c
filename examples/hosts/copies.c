#define _GNU_SOURCE
#include "copies.h"

#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

// Reads a line at a time without stdio, which allocates: the process may have just crashed in malloc.
struct reader {
  int descriptor;
  size_t used, size;
  char buffer[4096];
};

static int read_line(struct reader *reader, char *line, size_t size) {
  size_t length = 0;
  for (;;) {
    if (reader->used == reader->size) {
      ssize_t got = read(reader->descriptor, reader->buffer, sizeof reader->buffer);
      if (got <= 0)
        return 0;
      reader->size = (size_t)got;
      reader->used = 0;
    }
    char c = reader->buffer[reader->used++];
    if (c == '\n')
      break;
    if (length + 1 < size)
      line[length++] = c;
  }
  line[length] = '\0';
  return 1;
}

const struct mappings *read_mappings(void) {
  static struct mappings mappings;
  struct reader reader = {.descriptor = open("/proc/self/maps", O_RDONLY | O_CLOEXEC)};
  if (reader.descriptor < 0)
    return NULL;
  char line[1024];
  for (mappings.count = 0; mappings.count < MAX_MAPPINGS && read_line(&reader, line, sizeof line);) {
    struct mapping *mapping = &mappings.list[mappings.count];
    mapping->path[0] = '\0';
    if (sscanf(line, "%lx-%lx %4s %lx %*s %*s %511[^\n]", &mapping->start, &mapping->end,
               mapping->permissions, &mapping->offset, mapping->path) >= 4)
      ++mappings.count;
  }
  close(reader.descriptor);
  return mappings.count < MAX_MAPPINGS ? &mappings : NULL;
}

// ------------------------------------------------------------------------------------------------------

static int defines(const uint8_t *file, size_t size, const char *name) {
  const Elf64_Ehdr *header = (const Elf64_Ehdr *)file;
  if (header->e_shoff + header->e_shnum * sizeof(Elf64_Shdr) > size)
    return 0;
  const Elf64_Shdr *sections = (const Elf64_Shdr *)(file + header->e_shoff);
  for (int i = 0; i < header->e_shnum; ++i) {
    if (sections[i].sh_type != SHT_DYNSYM)
      continue;
    const Elf64_Sym *symbols = (const Elf64_Sym *)(file + sections[i].sh_offset);
    const char *strings = (const char *)file + sections[sections[i].sh_link].sh_offset;
    for (size_t s = 0; s < sections[i].sh_size / sizeof *symbols; ++s)
      if (symbols[s].st_shndx != SHN_UNDEF && strcmp(strings + symbols[s].st_name, name) == 0)
        return 1;
  }
  return 0;
}

static int is_part(const char *path, const struct part *part) {
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  struct stat status;
  if (descriptor < 0 || fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) ||
      (size_t)status.st_size < sizeof(Elf64_Ehdr)) {
    if (descriptor >= 0)
      close(descriptor);
    return 0;
  }
  size_t size = (size_t)status.st_size;
  uint8_t *file = mmap(NULL, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  close(descriptor);
  if (file == MAP_FAILED)
    return 0;
  int is_elf = memcmp(file, ELFMAG, SELFMAG) == 0 && file[EI_CLASS] == ELFCLASS64;
  int all = is_elf;
  for (const char *const *name = part->identify; all && *name; ++name)
    all = defines(file, size, *name);
  munmap(file, size);
  return all;
}

// Of the executable pieces of a file, the first.
static int is_first_code(const struct mappings *mappings, const struct mapping *mapping) {
  if (mapping->permissions[2] != 'x' || mapping->path[0] != '/')
    return 0;
  for (size_t i = 0; i < mappings->count; ++i) {
    const struct mapping *other = &mappings->list[i];
    if (other->permissions[2] == 'x' && other->offset < mapping->offset &&
        strcmp(other->path, mapping->path) == 0)
      return 0;
  }
  return 1;
}

// Mappings are counted, not files: a file can be mapped twice (dlmopen).
struct copies find_copies(const struct mappings *mappings, const struct part *part) {
  struct copies copies = {0};
  for (size_t i = 0; i < mappings->count; ++i) {
    const struct mapping *mapping = &mappings->list[i];
    if (!is_first_code(mappings, mapping) || !is_part(mapping->path, part))
      continue;
    if (copies.count < MAX_COPIES) {
      // Not the start: a segment may begin and end within a page, and a mapping is whole pages.
      copies.code[copies.count] = mapping->start + (mapping->end - mapping->start) / 2;
      copies.path[copies.count] = mapping->path;
    }
    ++copies.count;
  }
  return copies;
}
