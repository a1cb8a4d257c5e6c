// Large states as PostgreSQL's expanded objects.
// Must not know: whose state it is.
#include "pg/boundary/large_state.hpp"

namespace c360::pg {

struct LargeState::Object {
  ExpandedObjectHeader header;
  LargeState state;
};

// Flat again: where a partial state becomes part of a row.
const ExpandedObjectMethods LargeState::methods = {[](ExpandedObjectHeader* object) -> Size {
                                                     return reinterpret_cast<Object*>(object)->state.size_ +
                                                            StateBuffer::prefix;
                                                   },
                                                   [](ExpandedObjectHeader* object, void* result, Size size) {
                                                     const LargeState& state = reinterpret_cast<Object*>(object)->state;
                                                     SET_VARSIZE(result, size);
                                                     std::memcpy(VARDATA(result), state.data_, state.size_);
                                                   }};

LargeState::LargeState(MemoryContext context, ConstBytes state)
    : data_(static_cast<std::byte*>(MemoryContextAllocHuge(context, state.size()))), size_(state.size()) {
  std::memcpy(data_, state.data(), size_);
}

Datum LargeState::create(MemoryContext aggregate, ConstBytes state) {
  const MemoryContext context = AllocSetContextCreate(aggregate, "customer360 large state", ALLOCSET_SMALL_SIZES);
  auto* object = static_cast<Object*>(MemoryContextAlloc(context, sizeof(Object)));
  EOH_init_header(&object->header, &methods, context);
  new (&object->state) LargeState(context, state);
  return EOHPGetRWDatum(&object->header);
}

LargeState* LargeState::of(Datum datum) {
  if (likely(!VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(datum)))) return nullptr;
  ExpandedObjectHeader* const object = DatumGetEOHP(datum);
  return object->eoh_methods == &methods ? &reinterpret_cast<Object*>(object)->state : nullptr;
}

// Called from compute: where there is no memory, repalloc would jump over it.
std::byte* LargeState::grow(std::size_t size) {
  void* volatile grown = nullptr;
  const MemoryContext context = CurrentMemoryContext;
  PG_TRY();
  { grown = repalloc_huge(data_, size); }
  PG_CATCH();
  {
    MemoryContextSwitchTo(context);
    FlushErrorState();
  }
  PG_END_TRY();
  if (grown == nullptr) throw std::bad_alloc();
  data_ = static_cast<std::byte*>(grown);
  size_ = size;
  return data_;
}

}  // namespace c360::pg
