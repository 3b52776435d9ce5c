// A library of functions for Erlang (NIFs). Nothing in it is about weakrt.
#include <erl_nif.h>
#include <string.h>

#include "../work.h"

static const char expression[] =
    "erlang:system_info(otp_release) ++ [32 | string:uppercase(\"gr\\x{fc}\\x{df}e \")]"
    " ++ integer_to_list(lists:foldl(fun(N, P) -> N * P end, 1, lists:seq(1, 25)))";

static ErlNifMutex *mutex;
static ErlNifCond *answered;
static ErlNifResourceType *box_type;
static char answer[256];
static int is_answered;

// A message to the process that evaluates; what it says comes by the function `answer`, in another thread.
static const char *evaluate(ErlNifEnv *env, const ErlNifPid *evaluator, const char *code) {
  ErlNifEnv *message = enif_alloc_env();
  ERL_NIF_TERM text;
  memcpy(enif_make_new_binary(message, strlen(code), &text), code, strlen(code));
  is_answered = 0;
  enif_send(env, evaluator, message, enif_make_tuple2(message, enif_make_atom(message, "evaluate"), text));
  enif_free_env(message);
  enif_mutex_lock(mutex);
  while (!is_answered)
    enif_cond_wait(answered, mutex);
  enif_mutex_unlock(mutex);
  return answer;
}

static ERL_NIF_TERM plugin_answer(ErlNifEnv *env, int count, const ERL_NIF_TERM *arguments) {
  ErlNifBinary text;
  if (count != 1 || !enif_inspect_binary(env, arguments[0], &text) || text.size >= sizeof answer)
    return enif_make_badarg(env);
  enif_mutex_lock(mutex);
  memcpy(answer, text.data, text.size);
  answer[text.size] = 0;
  is_answered = 1;
  enif_cond_signal(answered);
  enif_mutex_unlock(mutex);
  return enif_make_atom(env, "ok");
}

// A resource: a number that Erlang passes around and cannot see.
static ERL_NIF_TERM plugin_box(ErlNifEnv *env, int count, const ERL_NIF_TERM *arguments) {
  int number;
  if (count != 1 || !enif_get_int(env, arguments[0], &number))
    return enif_make_badarg(env);
  int *box = (int *)enif_alloc_resource(box_type, sizeof *box);
  *box = number;
  ERL_NIF_TERM term = enif_make_resource(env, box);
  enif_release_resource(box);
  return term;
}

static ERL_NIF_TERM plugin_twice(ErlNifEnv *env, int count, const ERL_NIF_TERM *arguments) {
  void *box;
  if (count != 1 || !enif_get_resource(env, arguments[0], box_type, &box))
    return enif_raise_exception(env, enif_make_string(env, "raised in C", ERL_NIF_LATIN1));
  return enif_make_int(env, 2 * *(int *)box);
}

static ERL_NIF_TERM plugin_work(ErlNifEnv *env, int count, const ERL_NIF_TERM *arguments) {
  ErlNifPid pid;
  if (count != 1 || !enif_get_local_pid(env, arguments[0], &pid))
    return enif_make_badarg(env);
  say("expression", expression);
  say("result", evaluate(env, &pid, expression));
  check("strings", !strcmp(evaluate(env, &pid, "lists:reverse(\"to Erlang\")"), "gnalrE ot"));
  check("error",
        !strcmp(evaluate(env, &pid, "try host:twice(21) catch error:Text -> Text end"), "raised in C") &&
            !strcmp(evaluate(env, &pid, "error(\"thrown in Erlang\")"), "error: thrown in Erlang"));
  check("native", !strcmp(evaluate(env, &pid, "integer_to_list(host:twice(host:box(21)))"), "42"));
  check("modules", !strcmp(evaluate(env, &pid, "host:modules()"), "loaded"));
  return enif_make_int(env, finish());
}

static int load(ErlNifEnv *env, void **data, ERL_NIF_TERM argument) {
  (void)data;
  (void)argument;
  mutex = enif_mutex_create((char *)"plugin");
  answered = enif_cond_create((char *)"plugin");
  box_type = enif_open_resource_type(env, NULL, "box", NULL, ERL_NIF_RT_CREATE, NULL);
  return !mutex || !answered || !box_type;
}

static ErlNifFunc functions[] = {{"work", 1, plugin_work, ERL_NIF_DIRTY_JOB_IO_BOUND},
                                 {"answer", 1, plugin_answer, 0},
                                 {"box", 1, plugin_box, 0},
                                 {"twice", 1, plugin_twice, 0}};
ERL_NIF_INIT(host, functions, load, NULL, NULL, NULL)
