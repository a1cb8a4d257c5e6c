# customer360: PGXS builds, installs and packages it; the core's own tests are CMake's (CMakeLists.txt).
#
#   make            the module and the extension script      make demo    the whole product on made-up data
#   make install    needs the server's directories writable  make shell   psql on the demo
#   make check      every test, on a cluster of its own      make bench   ratios to floors and peers
#   make installcheck  regression tests on a running server  make check-versions  PostgreSQL 16, 17, 18, upgrade
#   make deb        Debian packages                          make check-deb  those in a clean chroot (root)
#   make dist       a PGXN archive                           make site    the documentation as a site
#   make help       this text
#   make check-all  make check and the long legs: fuzzers with 1,000,000 runs, sanitizers, check-versions
#   make check-dbt  the dbt package over the demo, with dbt from PyPI    make demo-dbt  the demo from raw tables, by dbt
#   make dashboards  pages over the demo, with Evidence from npm    make check-dashboards  those in Chromium

EXTENSION = customer360
EXTVERSION := $(shell sed -n "s/^default_version = '\(.*\)'/\1/p" customer360.control)
MODULE_big = customer360

CORE_SOURCES := $(wildcard src/core/*.cpp src/core/*/*.cpp)
PG_SOURCES := $(wildcard src/pg/*.cpp src/pg/boundary/*.cpp)
OBJS := $(CORE_SOURCES:.cpp=.o) $(PG_SOURCES:.cpp=.o)

SCRIPT = extension/customer360--$(EXTVERSION).sql
PARTS := $(sort $(wildcard extension/[0-9]*.sql extension/[0-9]*.sql.in))
PACK := tools/script tools/views contract/contract.json contract/unknowns.json sources/sources.json \
  $(wildcard shipped/*.json shipped/*/*.json contract/*.sql contract/*/*.sql views/*/*.sql)
DATA_built = $(SCRIPT)
# The scripts of released versions, and the way from the last of them to this one.
RELEASED := $(wildcard extension/released/customer360--*.sql)
LAST := $(shell printf '%s\n' $(RELEASED:extension/released/customer360--%.sql=%) | grep -v -e -- | sort -V | tail -1)
ifneq ($(LAST),)
EDGE = extension/customer360--$(LAST)--$(EXTVERSION).sql
DATA = $(RELEASED)
DATA_built += $(EDGE)
endif
# Not build/ as a whole: it also keeps chroots, fetched servers and the demo, which take minutes to make.
EXTRA_CLEAN = build/unit build/fuzz build/check build/regress build/versions

REGRESS = $(basename $(notdir $(sort $(wildcard sql/*.sql))))
REGRESS_OPTS = --outputdir=build/regress --load-extension=customer360 --encoding=UTF8 --no-locale
REGRESS_PREP = build

PG_CXXFLAGS = -std=c++20 -Wno-register -Wall -Wextra -Wno-unused-parameter
PG_CPPFLAGS = -Isrc
SHLIB_LINK = -lstdc++ -Wl,--version-script=$(CURDIR)/exports.map
# LLVM bitcode would ignore PG_CXXFLAGS.
override with_llvm := no

PG_CONFIG ?= pg_config

# The commands that install packages first must work before there is a pg_config, so they come without PGXS (which also
# has a target "check" of its own).
COMMANDS = demo demo-dbt shell check check-all check-versions check-dbt dashboards check-dashboards bench lint format \
  deb check-deb site dist help
ifeq ($(filter $(COMMANDS),$(MAKECMDGOALS)),)

PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)
# Server headers as system headers: their warnings are not ours.
SERVER_HEADERS := $(shell $(PG_CONFIG) --includedir-server)
override CPPFLAGS := $(patsubst -I$(SERVER_HEADERS),-isystem $(SERVER_HEADERS),$(CPPFLAGS))
# A server is built by whatever compiler its maker had; of its flags, those that this compiler refuses are left out.
# One call tells that there are none; only otherwise each is tried.
refused = $(shell try() { $(1) "$$@" -fsyntax-only -x $(2) /dev/null 2>/dev/null; }; \
  try $(3) || for flag in $(3); do try $$flag || echo $$flag; done)
override CFLAGS := $(filter-out $(call refused,$(CC),c,$(CFLAGS)),$(CFLAGS))
override CXXFLAGS := $(filter-out $(call refused,$(CXX),c++,$(CXXFLAGS)),$(CXXFLAGS))
# Dependencies of objects on headers.
%.o: CXXFLAGS += -MMD -MP
-include $(OBJS:.o=.d)
EXTRA_CLEAN += $(OBJS:.o=.d)

build:
	@mkdir -p $@

$(SCRIPT): $(PARTS) $(PACK) Makefile customer360.control
	@tools/script >$@ || { rm -f $@; exit 1; }
	@echo "wrote $@"

ifneq ($(LAST),)
$(EDGE): $(SCRIPT) $(RELEASED) $(wildcard extension/edge.sql) tools/edge
	@tools/edge extension/released/customer360--$(LAST).sql $(SCRIPT) extension/edge.sql >$@ || { rm -f $@; exit 1; }
	@echo "wrote $@"
endif

else

.PHONY: $(COMMANDS)
demo:
	@tools/packages build
	@$(MAKE) -s all
	@tools/demo

demo-dbt:
	@tools/packages demo-dbt
	@$(MAKE) -s all
	@tools/demo dbt

shell:
	@tools/packages build
	@$(MAKE) -s all
	@tools/demo shell

check:
	@tools/packages check
	@tools/check

check-dbt:
	@tools/packages check
	@$(MAKE) -s all
	@tools/check-dbt

dashboards:
	@tools/packages dashboards
	@$(MAKE) -s all
	@tools/dashboards serve

check-dashboards:
	@tools/packages check-dashboards
	@$(MAKE) -s all
	@tools/dashboards check

check-versions:
	@tools/packages versions
	@tools/check-versions

check-all:
	@tools/packages check
	@tools/packages check-dashboards
	@tools/packages versions
	@tools/check --all

bench:
	@tools/packages bench
	@$(MAKE) -s all
	@tools/bench

lint:
	@tools/packages lint
	@tools/lint

format:
	@tools/packages lint
	@tools/lint fix

deb:
	@tools/packages deb
	@tools/deb

check-deb:
	@tools/packages deb
	@tools/check-deb

site:
	@tools/packages lint
	@tools/site

dist:
	@tools/dist

help:
	@sed -n '3,13s/^# \{0,1\}//p' Makefile

endif
