// Another library of functions for Erlang, linked as they all are: it names nothing that has enif_*.
#include <erl_nif.h>

static ERL_NIF_TERM thrice(ErlNifEnv *env, int count, const ERL_NIF_TERM *arguments) {
  int number;
  if (count != 1 || !enif_get_int(env, arguments[0], &number))
    return enif_make_badarg(env);
  return enif_make_int(env, 3 * number);
}

static ErlNifFunc functions[] = {{"thrice", 1, thrice, 0}};
ERL_NIF_INIT(extension, functions, NULL, NULL, NULL, NULL)
