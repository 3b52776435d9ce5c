// The members of an archive, in a file that anybody may have made.
#pragma once

#include <llvm/Object/Archive.h>
#include <llvm/Support/Error.h>

namespace weakrt {

/// Calls `visit` with each member that can be read, a llvm::MemoryBufferRef that has the member's name. Fails
/// where the way to the next member is damaged, and where a member is cut.
template <class Visit> llvm::Error for_each_member(const llvm::object::Archive &archive, Visit visit) {
  llvm::Error error = llvm::Error::success();
  for (const llvm::object::Archive::Child &child : archive.children(error)) {
    auto member = child.getMemoryBufferRef();
    if (!member) {
      llvm::consumeError(member.takeError());
      continue;
    }
    // LLVM looks at a member's size only on its way to the next; a thin archive's members are other files.
    if (!archive.isThin() && member->getBufferEnd() > archive.getData().end()) {
      llvm::consumeError(std::move(error));
      return llvm::createStringError("its last member is cut");
    }
    visit(*member);
  }
  return error;
}

} // namespace weakrt
