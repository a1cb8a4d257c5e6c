src/pg/scorecard.o: src/pg/scorecard.cpp src/core/scorecard/bands.hpp \
 src/core/support/decimal.hpp src/core/support/json.hpp \
 src/pg/boundary/args.hpp src/core/support/bytes.hpp \
 src/core/support/day.hpp src/core/support/entity_table.hpp \
 src/core/support/error.hpp src/core/support/grain.hpp \
 src/core/support/money.hpp src/pg/boundary/cache.hpp \
 src/pg/boundary/compute.hpp src/pg/boundary/postgres.hpp \
 src/pg/boundary/results.hpp src/core/support/state.hpp \
 src/pg/boundary/context_resource.hpp
src/core/scorecard/bands.hpp:
src/core/support/decimal.hpp:
src/core/support/json.hpp:
src/pg/boundary/args.hpp:
src/core/support/bytes.hpp:
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
