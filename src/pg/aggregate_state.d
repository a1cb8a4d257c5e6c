src/pg/aggregate_state.o: src/pg/aggregate_state.cpp \
 src/core/aggregate_state.hpp src/core/support/bytes.hpp \
 src/pg/boundary/args.hpp src/core/support/day.hpp \
 src/core/support/entity_table.hpp src/core/support/error.hpp \
 src/core/support/grain.hpp src/core/support/money.hpp \
 src/pg/boundary/cache.hpp src/pg/boundary/compute.hpp \
 src/pg/boundary/postgres.hpp src/pg/boundary/results.hpp \
 src/core/support/state.hpp src/pg/boundary/context_resource.hpp
src/core/aggregate_state.hpp:
src/core/support/bytes.hpp:
src/pg/boundary/args.hpp:
src/core/support/day.hpp:
src/core/support/entity_table.hpp:
src/core/support/error.hpp:
src/core/support/grain.hpp:
src/core/support/money.hpp:
src/pg/boundary/cache.hpp:
src/pg/boundary/compute.hpp:
src/pg/boundary/postgres.hpp:
src/pg/boundary/results.hpp:
src/core/support/state.hpp:
src/pg/boundary/context_resource.hpp:
