src/core/support/grain.o: src/core/support/grain.cpp \
 src/core/support/grain.hpp src/core/support/day.hpp \
 src/core/support/error.hpp
src/core/support/grain.hpp:
src/core/support/day.hpp:
src/core/support/error.hpp:
