// Memory that says how much of it is in use, at most and now.
// Must not know: who uses it.
#pragma once

#include <algorithm>
#include <memory>
#include <memory_resource>
#include <unordered_map>

namespace c360::testing {

class CountingMemory final : public std::pmr::memory_resource {
 public:
  std::size_t most() const { return most_; }
  std::size_t used() const { return used_; }

 private:
  void* do_allocate(std::size_t bytes, std::size_t) override {
    used_ += bytes;
    most_ = std::max(most_, used_);
    std::unique_ptr<std::byte[]> piece(new std::byte[bytes]);
    std::byte* const at = piece.get();
    pieces_.emplace(at, std::move(piece));
    return at;
  }
  void do_deallocate(void* at, std::size_t bytes, std::size_t) override {
    used_ -= bytes;
    pieces_.erase(at);
  }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  std::size_t used_ = 0, most_ = 0;
  std::unordered_map<void*, std::unique_ptr<std::byte[]>> pieces_;
};

}  // namespace c360::testing
