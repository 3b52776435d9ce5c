%% -run host main PLUGIN EXTENSION: loads the plugin as Erlang loads libraries of functions.
-module(host).
-export([main/1, modules/0, work/1, answer/1, box/1, twice/1]).
-nifs([work/1, answer/1, box/1, twice/1]).

main([Plugin, Extension]) ->
    ok = erlang:load_nif(filename:rootname(Plugin), 0),
    persistent_term:put(extension, filename:rootname(Extension)),
    halt(work(spawn(fun evaluator/0))).

evaluator() ->
    receive
        {evaluate, Text} -> answer(unicode:characters_to_binary(evaluate(binary_to_list(Text))))
    end,
    evaluator().

evaluate(Text) ->
    try
        {ok, Tokens, _} = erl_scan:string(Text ++ "."),
        {ok, Parsed} = erl_parse:parse_exprs(Tokens),
        {value, Value, _} = erl_eval:exprs(Parsed, []),
        Value
    catch
        Class:Reason -> io_lib:format("~w: ~s", [Class, Reason])
    end.

%% An extension of our own, and one of Erlang's.
modules() ->
    ok = extension:load(persistent_term:get(extension)),
    6 = extension:thrice(2),
    <<16#ba, 16#78, _/binary>> = crypto:hash(sha256, "abc"),
    "loaded".

work(_) -> erlang:nif_error(not_loaded).
answer(_) -> erlang:nif_error(not_loaded).
box(_) -> erlang:nif_error(not_loaded).
twice(_) -> erlang:nif_error(not_loaded).
