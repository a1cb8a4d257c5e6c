src/core/scorecard/bands.o: src/core/scorecard/bands.cpp \
 src/core/scorecard/bands.hpp src/core/support/decimal.hpp \
 src/core/support/json.hpp src/core/support/error.hpp
src/core/scorecard/bands.hpp:
src/core/support/decimal.hpp:
src/core/support/json.hpp:
src/core/support/error.hpp:
