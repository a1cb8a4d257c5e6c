src/core/support/decimal.o: src/core/support/decimal.cpp \
 src/core/support/decimal.hpp
src/core/support/decimal.hpp:
