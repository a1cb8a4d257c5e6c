// A memory context as a C++ memory resource: the executor sees the memory and frees it with the context.
// Must not know: what lives in it.
#pragma once

#include "pg/boundary/postgres.hpp"

namespace c360::pg {

class ContextResource final : public std::pmr::memory_resource {
 public:
  explicit ContextResource(MemoryContext context) : context_(context) {}

 private:
  // Never jumps: sizes beyond the limit, over-alignment and exhaustion are bad_alloc.
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    if (bytes > MaxAllocHugeSize / 2 || alignment > MAXIMUM_ALIGNOF) throw std::bad_alloc();
    void* memory = MemoryContextAllocExtended(context_, bytes == 0 ? 1 : bytes, MCXT_ALLOC_HUGE | MCXT_ALLOC_NO_OOM);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
  }
  void do_deallocate(void* memory, std::size_t, std::size_t) override { pfree(memory); }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  MemoryContext context_;
};

}  // namespace c360::pg
