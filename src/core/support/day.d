src/core/support/day.o: src/core/support/day.cpp src/core/support/day.hpp \
 src/core/support/error.hpp
src/core/support/day.hpp:
src/core/support/error.hpp:
