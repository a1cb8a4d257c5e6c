src/pg/boundary/compute.o: src/pg/boundary/compute.cpp \
 src/pg/boundary/compute.hpp src/core/support/error.hpp \
 src/pg/boundary/postgres.hpp
src/pg/boundary/compute.hpp:
src/core/support/error.hpp:
src/pg/boundary/postgres.hpp:
