-module(extension).
-export([load/1, thrice/1]).
-nifs([thrice/1]).

load(Library) -> erlang:load_nif(Library, 0).
thrice(_) -> erlang:nif_error(not_loaded).
