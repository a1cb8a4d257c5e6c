src/pg/module.o: src/pg/module.cpp src/core/support/day.hpp \
 src/pg/session.hpp src/pg/boundary/postgres.hpp
src/core/support/day.hpp:
src/pg/session.hpp:
src/pg/boundary/postgres.hpp:
