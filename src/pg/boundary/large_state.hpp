// A flat state that has grown large, in an expanded object of its own: the executor leaves one where it is, and realloc
// moves pages, while of a flat one, each growth would be copied twice, in one go.
// Must not know: whose state it is.
#pragma once

#include "core/base/state.hpp"
#include "pg/boundary/postgres.hpp"

namespace c360::pg {

class LargeState final : public GrowingAllocation {
 public:
  // What a state of this many bytes gains is more than what the object costs.
  static constexpr std::size_t least = std::size_t{1} << 20;

  // A state in a context of its own below that of an aggregate, which frees it; as a value that may be written to.
  static Datum create(MemoryContext aggregate, ConstBytes state);
  // The one that a value is, or none.
  static LargeState* of(Datum datum);

  StateBuffer buffer(std::pmr::memory_resource& memory) { return {memory, data_, size_, this}; }
  ConstBytes bytes() const { return {data_, size_}; }

 private:
  struct Object;

  LargeState(MemoryContext context, ConstBytes state);
  std::byte* grow(std::size_t size) override;

  static const ExpandedObjectMethods methods;

  std::byte* data_;
  std::size_t size_;
};

}  // namespace c360::pg
