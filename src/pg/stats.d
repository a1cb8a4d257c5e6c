src/pg/stats.o: src/pg/stats.cpp src/core/stats/sparkline.hpp \
 src/core/support/day.hpp src/core/support/state.hpp \
 src/core/support/bytes.hpp src/core/support/error.hpp \
 src/pg/boundary/aggregate.hpp src/pg/boundary/args.hpp \
 src/core/support/entity_table.hpp src/core/support/grain.hpp \
 src/core/support/money.hpp src/pg/boundary/cache.hpp \
 src/pg/boundary/compute.hpp src/pg/boundary/postgres.hpp \
 src/pg/boundary/results.hpp src/pg/boundary/context_resource.hpp
src/core/stats/sparkline.hpp:
src/core/support/day.hpp:
src/core/support/state.hpp:
src/core/support/bytes.hpp:
src/core/support/error.hpp:
src/pg/boundary/aggregate.hpp:
src/pg/boundary/args.hpp:
src/core/support/entity_table.hpp:
src/core/support/grain.hpp:
src/core/support/money.hpp:
src/pg/boundary/cache.hpp:
src/pg/boundary/compute.hpp:
src/pg/boundary/postgres.hpp:
src/pg/boundary/results.hpp:
src/pg/boundary/context_resource.hpp:
