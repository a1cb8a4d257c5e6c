src/pg/boundary/results.o: src/pg/boundary/results.cpp \
 src/pg/boundary/results.hpp src/core/support/state.hpp \
 src/core/support/bytes.hpp src/core/support/error.hpp \
 src/pg/boundary/context_resource.hpp src/pg/boundary/postgres.hpp
src/pg/boundary/results.hpp:
src/core/support/state.hpp:
src/core/support/bytes.hpp:
src/core/support/error.hpp:
src/pg/boundary/context_resource.hpp:
src/pg/boundary/postgres.hpp:
