src/core/support/json.o: src/core/support/json.cpp \
 src/core/support/json.hpp src/core/support/error.hpp
src/core/support/json.hpp:
src/core/support/error.hpp:
