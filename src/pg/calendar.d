src/pg/calendar.o: src/pg/calendar.cpp src/pg/session.hpp \
 src/pg/boundary/postgres.hpp src/pg/boundary/args.hpp \
 src/core/support/bytes.hpp src/core/support/day.hpp \
 src/core/support/entity_table.hpp src/core/support/error.hpp \
 src/core/support/grain.hpp src/core/support/money.hpp \
 src/pg/boundary/cache.hpp src/pg/boundary/compute.hpp
src/pg/session.hpp:
src/pg/boundary/postgres.hpp:
src/pg/boundary/args.hpp:
src/core/support/bytes.hpp:
src/core/support/day.hpp:
src/core/support/entity_table.hpp:
src/core/support/error.hpp:
src/core/support/grain.hpp:
src/core/support/money.hpp:
src/pg/boundary/cache.hpp:
src/pg/boundary/compute.hpp:
